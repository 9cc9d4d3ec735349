import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folders } from './build.mjs';
import { pack } from './pack.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = `${root}etc/api`;
const fresh = `${root}test-results/api`;

/** The entry points with types of all packages. */
export const entryPoints = folders.flatMap((name) => {
  const manifest = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));
  return Object.entries(manifest.exports).flatMap(([path, target]) => {
    const types = target?.types;
    if (types === undefined || /\*|\.css/.test(types)) return [];
    return [{ name, file: `${[name, ...path.split('/').slice(1)].join('-')}.api.md`, types }];
  });
});

const files = entryPoints.map(({ name, types }) => join(root, 'packages', name, types));
/** @type {CompilerState | undefined} */
let compilerState;

/**
 * Returns the options of API Extractor for an entry point.
 *
 * @param {string} name
 * @param {string} file
 * @param {string} types
 */
function configure(name, file, types) {
  const projectFolder = `${root}packages/${name}`;
  return ExtractorConfig.prepare({
    configObjectFullPath: `${projectFolder}/api-extractor.json`,
    packageJsonFullPath: `${projectFolder}/package.json`,
    configObject: {
      projectFolder,
      mainEntryPointFilePath: `${projectFolder}/${types}`,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            lib: ['ES2023', 'DOM', 'DOM.Iterable'],
            module: 'esnext',
            moduleResolution: 'bundler',
            strict: true,
            skipLibCheck: true,
            jsx: 'react-jsx',
            types: ['node'],
          },
          files,
        },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: !file.includes('-'),
        reportFileName: file,
        reportFolder: reports,
        reportTempFolder: fresh,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

/**
 * Writes the public API of an entry point, from its built types, as Markdown.
 *
 * @param {(typeof entryPoints)[number]} entry
 * @param {boolean} isUpdate whether the report in `etc/api` is replaced where it differs
 */
export function reportApi({ name, file, types }, isUpdate) {
  mkdirSync(fresh, { recursive: true });
  const config = configure(name, file, types);
  // One program with all entry points, because each program reads the same types of Node, the DOM and React.
  compilerState ??= CompilerState.create(config, { additionalEntryPoints: files });
  /** @type {string[]} */
  const errors = [];
  const { apiReportChanged } = Extractor.invoke(config, {
    compilerState,
    localBuild: isUpdate,
    messageCallback(message) {
      if (message.logLevel === 'error') errors.push(message.formatMessageWithLocation(root));
      message.handled = true;
    },
  });
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return apiReportChanged;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  pack();
  mkdirSync(reports, { recursive: true });
  for (const entry of entryPoints)
    console.log(`${entry.file}: ${reportApi(entry, true) ? 'written' : 'the same'}`);
}
