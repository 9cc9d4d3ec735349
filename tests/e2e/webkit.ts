import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, By, Key } from 'selenium-webdriver';
import type { WebDriver, WebElement } from 'selenium-webdriver';
import type { OpenTab } from './browsers.ts';
import type { Tab, Target } from './tab.ts';

const keys = { Tab: Key.TAB, Space: Key.SPACE, Enter: Key.ENTER };
/** Long, because a busy machine may be many times slower than an idle one. */
const timeout = 60_000;
/** A script that runs while the page is replaced may never return, so it can be repeated within `timeout`. */
const scriptTimeout = 15_000;
/** The limit above is a timer of the page, which stops in the back/forward cache. */
const commandTimeout = 20_000;
const selectors = {
  button: 'button',
  checkbox: 'input[type=checkbox]',
  link: 'a',
  textbox: 'input[type=text]',
};

export interface WebKit {
  /** Opens a tab, one at a time: WebKitWebDriver has one session. */
  readonly openTab: OpenTab;
  readonly close: () => Promise<void>;
}

/** Starts an X server without a screen, and WebKitWebDriver on it. */
export async function startWebKit(): Promise<WebKit> {
  const children: ChildProcess[] = [];
  const run = (program: string, args: string[], env = {}) => {
    // `setpriv` ends the process with this one, also when this one is killed.
    const child = spawn('setpriv', ['--pdeathsig=TERM', program, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    return child;
  };
  const close = async () => {
    for (const child of children.reverse()) {
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
    }
  };
  try {
    const screen = run('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp']);
    const display = await readLine(screen.stdio[3] as Readable);
    const port = await freePort();
    run('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      DISPLAY: `:${display}`,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      // The sandbox does not start as root or in a container.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    });
    const url = `http://127.0.0.1:${port}`;
    await waitFor('WebKitWebDriver', () => fetch(`${url}/status`).then(({ ok }) => ok));
    return { openTab: sessions(url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens each tab in the browser of the last one, unless that has other options. A session without a page cache may end early,
 * so each such tab gets a browser of its own.
 */
function sessions(url: string): OpenTab {
  let driver: WebDriver | undefined;
  let isKeeping: boolean | undefined;
  return async ({ keepsPages, baseURL }) => {
    if (!keepsPages || keepsPages !== isKeeping) {
      await driver?.quit();
      driver = await startBrowser(url, keepsPages);
      isKeeping = keepsPages;
    }
    const current = driver as WebDriver;
    const tab = webDriverTab(current, baseURL);
    const clear = async () => {
      await current.get('about:blank');
      // Not the driver's address, which changes before the page does: the next test would look at the page of this one.
      await waitFor('an empty tab', async () => (await tab.run(() => location.href)) === 'about:blank');
    };
    return { tab, close: clear };
  };
}

async function startBrowser(url: string, keepsPages: boolean): Promise<WebDriver> {
  const driver = await new Builder()
    .usingServer(url)
    .withCapabilities({
      browserName: 'MiniBrowser',
      pageLoadStrategy: 'none',
      'webkitgtk:browserOptions': { args: ['--automation', `--enable-page-cache=${keepsPages}`] },
    })
    .build();
  await driver.manage().setTimeouts({ script: scriptTimeout });
  return driver;
}

function webDriverTab(driver: WebDriver, baseURL: string): Tab {
  const act = (target: Target, use: (element: WebElement) => Promise<void>) =>
    waitFor(JSON.stringify(target), async () => {
      const element = await find(driver, target);
      if (element !== undefined) await use(element);
      return element !== undefined;
    });
  return {
    open: (url) => driver.get(new URL(url, baseURL).href),
    run: async (script, ...[argument]) => {
      const running = driver.executeAsyncScript<{ value?: never; error?: string }>(
        `const [argument, done] = arguments;
        (async () => (${script.toString()})(argument))()
          .then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        argument,
      );
      const late = { value: undefined, error: 'The script did not return.' };
      const result = await Promise.race([running, sleep(commandTimeout, late, { ref: false })]);
      if (result.error !== undefined) throw new Error(result.error);
      return result.value as never;
    },
    click: (target) => act(target, (element) => element.click()),
    type: (target, text) => act(target, (element) => element.sendKeys(text)),
    press: (key) => driver.actions().sendKeys(keys[key]).perform(),
    close: async () => {
      const closing = await driver.getWindowHandle();
      await driver.switchTo().newWindow('tab');
      const next = await driver.getWindowHandle();
      await driver.switchTo().window(closing);
      await driver.close();
      await driver.switchTo().window(next);
    },
  };
}

async function find(driver: WebDriver, target: Target): Promise<WebElement | undefined> {
  if ('text' in target)
    return (await driver.findElements(By.xpath(`//*[normalize-space()="${target.text}"]`))).at(-1);
  for (const element of await driver.findElements(By.css(selectors[target.role]))) {
    if ((await element.getAccessibleName()) === target.name) return element;
  }
  return undefined;
}

/** Repeats an attempt until it returns true; an error counts as false. */
async function waitFor(what: string, attempt: () => Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(timeout);
  let last: unknown;
  while (!signal.aborted) {
    try {
      if (await attempt()) return;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  throw new Error(`WebKit timed out waiting for ${what}.`, { cause: last });
}

async function readLine(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream) {
    text += String(part);
    if (text.endsWith('\n')) break;
  }
  return text.trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
