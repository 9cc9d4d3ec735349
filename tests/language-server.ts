import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiler, compilerEnv } from './native-compiler.ts';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[] };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Diagnostic {
  /** 1 is an error. */
  readonly severity: number;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

export interface LanguageServer {
  /** Opens a file with the given text, which need not exist on disk. */
  readonly open: (file: string, text: string) => void;
  /** Returns the names that an editor offers. `line` and `character` begin with 0. */
  readonly complete: (file: string, line: number, character: number) => Promise<readonly string[]>;
  /** Returns the text that an editor shows about a name under the pointer: its type and its docstring. */
  readonly hover: (file: string, line: number, character: number) => Promise<string>;
  /** Returns the errors of a file, each with its line, which begins with 0. */
  readonly check: (file: string) => Promise<readonly { readonly line: number; readonly message: string }[]>;
  readonly stop: () => void;
}

/** Starts the language server of TypeScript, as an editor does, for the project in a folder. */
export async function startLanguageServer(folder: string): Promise<LanguageServer> {
  const server = spawn(process.execPath, [compiler, '--lsp', '--stdio'], {
    cwd: folder,
    env: compilerEnv,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<
    number | string,
    { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }
  >();
  const fail = () => waiting.forEach(({ reject }) => reject(new Error('The language server has ended.')));
  server.on('exit', fail).on('error', fail);
  server.stdin.on('error', fail);

  const write = (message: Readonly<Record<string, unknown>>) => {
    const bytes = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    server.stdin.write(`Content-Length: ${bytes.length}\r\n\r\n${bytes.toString()}`);
  };
  const read = ({ id, method, params, result, error }: Message) => {
    if (id === undefined) return;
    if (method !== undefined) write({ id, result: params?.items?.map(() => null) ?? null });
    else if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
  };
  let received = Buffer.alloc(0);
  server.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let end = 0; (end = received.indexOf('\r\n\r\n') + 4) > 3; received = received.subarray(end)) {
      const [, length] = /Content-Length: (\d+)/i.exec(received.subarray(0, end).toString()) ?? [];
      const start = end;
      end += Number(length);
      if (received.length < end) return;
      read(JSON.parse(received.subarray(start, end).toString()) as Message);
    }
  });
  let last = 0;
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      write({ id: last, method, params });
    });

  const toUri = (file: string) => pathToFileURL(join(folder, file)).href;
  await request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  });
  write({ method: 'initialized', params: {} });
  return {
    open: (file, text) =>
      write({
        method: 'textDocument/didOpen',
        params: { textDocument: { uri: toUri(file), languageId: 'typescriptreact', version: 1, text } },
      }),
    complete: async (file, line, character) => {
      const list = await request('textDocument/completion', {
        textDocument: { uri: toUri(file) },
        position: { line, character },
      });
      const { items } = list as { readonly items: readonly { readonly label: string }[] };
      return items.map(({ label }) => label.replace(/\?$/, ''));
    },
    hover: async (file, line, character) => {
      const shown = await request('textDocument/hover', {
        textDocument: { uri: toUri(file) },
        position: { line, character },
      });
      return (shown as { readonly contents?: { readonly value: string } } | null)?.contents?.value ?? '';
    },
    check: async (file) => {
      const report = await request('textDocument/diagnostic', { textDocument: { uri: toUri(file) } });
      const { items } = report as { readonly items: readonly Diagnostic[] };
      return items
        .filter(({ severity }) => severity === 1)
        .map(({ message, range }) => ({ line: range.start.line, message }));
    },
    stop: () => void server.kill(),
  };
}
