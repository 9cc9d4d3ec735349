import type {
  ChangeEvent,
  ChangeEventHandler,
  ComponentPropsWithoutRef,
  CSSProperties,
  FocusEventHandler,
  ReactNode,
} from 'react';
import type { ConsentLink, ConsentPart } from './box-view.ts';
import type { ConsentParts } from './consent-parts.tsx';

/** Exists in types only. */
declare const reason: unique symbol;

/** Type of a prop that a component refuses: no value has it, and the error of the compiler contains the reason. */
export interface Refused<Reason extends string> {
  /** The reason, which makes the type opaque. */
  readonly [reason]: Reason;
}

/** Attributes of other inputs than checkboxes, and of elements with content. */
type ForeignAttribute =
  | 'accept'
  | 'alt'
  | 'autoCapitalize'
  | 'autoComplete'
  | 'autoCorrect'
  | 'autoSave'
  | 'capture'
  | 'color'
  | 'content'
  | 'contentEditable'
  | 'contextMenu'
  | 'dangerouslySetInnerHTML'
  | 'defaultValue'
  | 'enterKeyHint'
  | 'formAction'
  | 'formEncType'
  | 'formMethod'
  | 'formNoValidate'
  | 'formTarget'
  | 'height'
  | 'inputMode'
  | 'is'
  | 'list'
  | 'max'
  | 'maxLength'
  | 'min'
  | 'minLength'
  | 'multiple'
  | 'pattern'
  | 'placeholder'
  | 'popoverTarget'
  | 'popoverTargetAction'
  | 'radioGroup'
  | 'rel'
  | 'results'
  | 'rev'
  | 'security'
  | 'size'
  | 'spellCheck'
  | 'src'
  | 'step'
  | 'suppressContentEditableWarning'
  | 'unselectable'
  | 'width';

/** Attributes of RDFa and microdata, which describe content. */
type DataAttribute =
  | 'about'
  | 'datatype'
  | 'inlist'
  | 'itemID'
  | 'itemProp'
  | 'itemRef'
  | 'itemScope'
  | 'itemType'
  | 'prefix'
  | 'property'
  | 'resource'
  | 'typeof'
  | 'vocab';

/** Events that a checkbox never fires: those of media, images, text fields and forms. */
type ForeignEvent =
  | 'Abort'
  | 'BeforeInput'
  | 'CanPlay'
  | 'CanPlayThrough'
  | 'CompositionEnd'
  | 'CompositionStart'
  | 'CompositionUpdate'
  | 'DurationChange'
  | 'Emptied'
  | 'Encrypted'
  | 'Ended'
  | 'Error'
  | 'Load'
  | 'LoadedData'
  | 'LoadedMetadata'
  | 'LoadStart'
  | 'Pause'
  | 'Play'
  | 'Playing'
  | 'Progress'
  | 'RateChange'
  | 'Reset'
  | 'Seeked'
  | 'Seeking'
  | 'Stalled'
  | 'Submit'
  | 'Suspend'
  | 'TimeUpdate'
  | 'VolumeChange'
  | 'Waiting';

/** Props of a native `input` that mean something for a checkbox whose value the order decides. */
export type CheckboxProps = Omit<
  ComponentPropsWithoutRef<'input'>,
  | ForeignAttribute
  | DataAttribute
  | `on${ForeignEvent}`
  | `on${ForeignEvent}Capture`
  | 'checked'
  | 'defaultChecked'
  | 'type'
>;

/** Look of a box or a group of boxes. */
export interface StyleProps {
  /** Class of the outermost element. */
  className?: string | undefined;
  /** Style of the outermost element. */
  style?: CSSProperties | undefined;
  /** Further classes of the parts, beside `nk-consent-…`. */
  classNames?: Readonly<Partial<Record<ConsentPart, string | undefined>>> | undefined;
}

/** Props of a box or a group of boxes. */
export interface FrameProps extends StyleProps {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  orderId?: string | undefined;
  /**
   * Shows the answer with a note that it cannot be changed here.
   * @default false
   */
  readOnly?: boolean | undefined;
}

/** Props of every box, those of `@norce-kit/react/lazy` included. */
export interface PlainBoxProps extends StyleProps {
  /** Id of the consent on the order. */
  consentId: string;
  /** Language of label and description as a BCP 47 tag, when it is not that of the page. */
  lang?: string | undefined;
  /** The order decides the value. To answer from code, call `setChecked` of `useOrderConsent`. */
  checked?: Refused<'the box shows the answer on the order'>;
  /** A box is never ticked without the shopper. */
  defaultChecked?: Refused<'a pre-ticked box is no consent'>;
  /** Always `checkbox`. */
  type?: Refused<'the box is always a checkbox'>;
}

/**
 * Props of every box of the main entry. Like the others here it extends interfaces alone: editors show no docstring of a
 * member of `Omit` or `Pick`, nor in a union of one of an interface that extends these.
 */
export interface BaseProps extends PlainBoxProps, FrameProps {
  /** The label, when `label` is not set. */
  children?: ReactNode;
  /** Links below the description. They open in a new tab; one that is neither `https` nor relative is shown as text. */
  links?: readonly ConsentLink[] | undefined;
  /** Arranges the parts in other markup, inside the outermost element. */
  render?: ((parts: ConsentParts) => ReactNode) | undefined;
}

/** Wording of a box without a ready one. */
export interface OwnWordingProps {
  /**
   * Wording of the consent. A click on a link in it opens the link without a tick.
   * @default `children`, or else the order's own wording, as plain text
   */
  label?: ReactNode;
  /**
   * Version of the wording, for the evidence of the answer.
   * @default none
   */
  wordingVersion?: string | undefined;
}

/** Description of a box without a ready one. */
export interface OwnDescriptionProps {
  /** Text below the label; screen readers read it with the checkbox. */
  description?: ReactNode;
}

/** Wording of a box with a ready one. */
export interface ReadyWordingProps {
  /**
   * Wording of the consent. A click on a link in it opens the link without a tick.
   * @default `children`, or else a ready text in the language of the provider
   */
  label?: ReactNode;
  /**
   * Version of the wording, for the evidence of the answer.
   * @default of a ready text the version of its locale, of your own none
   */
  wordingVersion?: string | undefined;
}

/** Description of a box with a ready one. */
export interface ReadyDescriptionProps {
  /**
   * Text below the label; screen readers read it with the checkbox.
   * @default a ready text in the language of the provider
   */
  description?: ReactNode;
}

/** The other attributes of a checkbox. */
export type InputProps = Omit<
  CheckboxProps,
  'className' | 'style' | 'lang' | 'readOnly' | 'children' | 'required'
>;

/** Props of a box whose tick is an answer of its own. */
export interface CheckedChangeProps {
  /** Called with the shopper's answer, before it is sent. `preventDefault` on the event cancels the answer. */
  onCheckedChange?: ((checked: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
}

/** Props of a box that may be required. */
export interface RequirableProps {
  /**
   * Whether the box must be ticked before the order can go on.
   * @default the order's value
   */
  required?: boolean | undefined;
}

/** Props of a box without ready words. */
export interface OwnBoxProps
  extends BaseProps, OwnWordingProps, OwnDescriptionProps, CheckedChangeProps, RequirableProps {}

/** Props of a box with ready words that is never required. */
export interface ReadyBoxProps extends BaseProps, ReadyWordingProps, ReadyDescriptionProps {}

/**
 * Props that `register` of react-hook-form and similar functions return, as far as a box uses them. `Reason` is why a box
 * without them refuses `required`, for the error of the compiler.
 */
export interface RegisteredField<Reason extends string> {
  /** Exists in types only. */
  readonly [reason]?: Reason;
  /** Name of the field. */
  name: string;
  /** Called with each answer. */
  onChange: ChangeEventHandler<HTMLInputElement>;
  /** Called when the box loses the focus. */
  onBlur: FocusEventHandler<HTMLInputElement>;
  /** Ignored, with a warning in development. */
  required?: boolean | undefined;
}

/** The props of a box that is never required, with those that a form library adds. */
export type WithField<Props, Reason extends string> = Props & InputProps & RegisteredField<Reason>;
