import type { Decorator } from '@storybook/react-vite';
import { StrictMode, useCallback, useEffect, useLayoutEffect, useReducer } from 'react';
import type { ReactNode } from 'react';
import { addons } from 'storybook/preview-api';
import { observeLiveRegions } from './announcements.ts';
import { languageOf } from './languages.ts';
import { emulateMedia } from './media-features.ts';
import { announced, panelOpened } from '../panel-protocol.ts';
import type { Announcement, AnnouncementReport } from '../panel-protocol.ts';
import type { OrderParameters } from './order-stage.ts';
import { emulatePseudoClasses } from './pseudo-classes.ts';
import type { PseudoClasses } from './pseudo-classes.ts';
import type { StageArgs } from './stage-args.ts';
import { observeSystem, themeOf } from '../theme-choice.ts';

/** Applies the choices of the toolbar to a story: theme, language, direction, text size, media features, StrictMode. */
export const withSurroundings: Decorator<StageArgs> = (
  Story,
  { args, globals, id, name, parameters, viewMode },
) => {
  const content = (
    <Surroundings
      storyId={viewMode === 'story' ? id : undefined}
      name={name}
      themeChoice={globals['theme'] as unknown}
      lang={languageOf(globals['locale']).locale.tag}
      dir={globals['direction'] === 'rtl' ? 'rtl' : 'ltr'}
      textSize={textSizeOf(globals['textSize'])}
      isMotionReduced={globals['motion'] === 'reduced'}
      isForced={globals['forcedColors'] === 'on'}
      density={args.density}
      isEndless={(parameters['order'] as OrderParameters | undefined)?.isEndless === true}
      pseudo={parameters['pseudo'] as PseudoClasses | undefined}
    >
      <Story />
    </Surroundings>
  );
  return globals['strictMode'] === 'on' ? <StrictMode>{content}</StrictMode> : content;
};

interface SurroundingsProps {
  /** Undefined on a docs page, which shows several stories. */
  storyId: string | undefined;
  name: string;
  themeChoice: unknown;
  lang: string;
  dir: string;
  textSize: number;
  isMotionReduced: boolean;
  isForced: boolean;
  density: StageArgs['density'];
  isEndless: boolean;
  pseudo: PseudoClasses | undefined;
  children: ReactNode;
}

function Surroundings(props: SurroundingsProps) {
  const {
    storyId,
    name,
    themeChoice,
    lang,
    dir,
    textSize,
    isMotionReduced,
    isForced,
    density,
    isEndless,
    pseudo,
    children,
  } = props;
  const theme = useTheme(themeChoice);

  useLayoutEffect(() => {
    const { documentElement: root } = document;
    root.style.fontSize = `${textSize}%`;
    emulateMedia([
      ...(isForced ? (['forced-colors'] as const) : []),
      ...(isMotionReduced ? (['prefers-reduced-motion'] as const) : []),
    ]);
    if (storyId === undefined) return;
    Object.assign(root, { lang, dir });
    root.dataset['nkTheme'] = theme;
    return () => {
      Object.assign(root, { lang: 'en', dir: 'ltr' });
      delete root.dataset['nkTheme'];
    };
  }, [dir, isForced, isMotionReduced, lang, storyId, textSize, theme]);

  const stageRef = useCallback(
    (stage: HTMLElement | null) => {
      if (stage === null) return undefined;
      if (pseudo !== undefined) emulatePseudoClasses(stage, pseudo);
      return storyId === undefined ? undefined : reportAnnouncements(storyId, stage);
    },
    [pseudo, storyId],
  );

  // A page has one `main`: the story when it is alone, none on a docs page.
  const Stage = storyId === undefined ? 'div' : 'main';
  return (
    <Stage
      ref={stageRef}
      // A docs page may show the story in a frame, and has a `main` of its own.
      aria-label={storyId && name}
      className={isForced ? 'stage is-forced' : 'stage'}
      lang={lang}
      dir={dir}
      data-nk-theme={theme}
      data-density={density}
      data-endless={isEndless ? '' : undefined}
    >
      {children}
    </Stage>
  );
}

/** Returns the theme of the toolbar, or that of the operating system. */
function useTheme(choice: unknown): string {
  const [, update] = useReducer((count: number) => count + 1, 0);
  useEffect(() => observeSystem(update), []);
  return themeOf(choice);
}

/** Returns a text size in percent. Storybook reads one of a link as a number. */
function textSizeOf(choice: unknown): number {
  const size = Number(choice);
  return size === 150 || size === 200 ? size : 100;
}

function reportAnnouncements(storyId: string, stage: HTMLElement): () => void {
  const channel = addons.getChannel();
  let announcements: readonly Announcement[] = [];
  const report = () => {
    channel.emit(announced, { storyId, announcements } satisfies AnnouncementReport);
  };
  report();
  const stop = observeLiveRegions(stage, (announcement) => {
    announcements = [announcement, ...announcements].slice(0, 50);
    report();
  });
  channel.on(panelOpened, report);
  return () => {
    channel.off(panelOpened, report);
    stop();
  };
}
