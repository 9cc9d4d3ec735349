import type { Locator, Page } from '@playwright/test';

/** An element of a page, by its role and accessible name or by its text. */
export type Target =
  | { readonly role: 'button' | 'checkbox' | 'link' | 'textbox'; readonly name: string }
  | { readonly text: string };

/** A key of the keyboard. */
export type Key = 'Tab' | 'Space' | 'Enter';

/**
 * A browser tab that Playwright or WebDriver drives. Clicks and keys are trusted events. No member waits for a page to
 * load: poll what the page shows.
 */
export interface Tab {
  /** Begins to load a page; the address is relative to the shop. */
  readonly open: (url: string) => Promise<void>;
  /** Runs a function in the page. It rejects while a page is being replaced by the next one. */
  readonly run: <Result = void, Argument = undefined>(
    script: (argument: Argument) => Result | Promise<Result>,
    ...argument: Argument extends undefined ? [] : [Argument]
  ) => Promise<Result>;
  /** Clicks the center of an element, as soon as there is one. */
  readonly click: (target: Target) => Promise<void>;
  /** Focuses an element and types. */
  readonly type: (target: Target, text: string) => Promise<void>;
  /** Presses a key in the focused element. */
  readonly press: (key: Key) => Promise<void>;
  /** Closes the tab. The browser keeps running. */
  readonly close: () => Promise<void>;
}

/** A tab of Chromium or Firefox. */
export function playwrightTab(page: Page, baseURL: string): Tab {
  const locate = (target: Target): Locator =>
    'text' in target
      ? page.getByText(target.text, { exact: true })
      : page.getByRole(target.role, { name: target.name, exact: true });
  return {
    open: async (url) => {
      await page.goto(new URL(url, baseURL).href, { waitUntil: 'commit' });
    },
    run: (script, ...[argument]) => page.evaluate(script as never, argument),
    click: (target) => locate(target).click(),
    type: (target, text) => locate(target).pressSequentially(text),
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
