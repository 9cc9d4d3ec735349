// Bundlers replace `process.env.NODE_ENV` by a constant and drop the code for developers from production builds. Declared
// as Node's own types declare it, because both may meet in one program.
declare namespace NodeJS {
  interface ProcessEnv {
    NODE_ENV?: string | undefined;
  }
  interface Process {
    env: ProcessEnv;
  }
}

// oxlint-disable-next-line no-var -- only a `var` may be declared twice
declare var process: NodeJS.Process;
