import type { ChangeEventHandler, ComponentPropsWithoutRef, FocusEventHandler } from 'react';

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
export type WithField<Props extends { required?: Refused<string> }> = Props extends {
  required?: Refused<infer Reason extends string>;
}
  ? Omit<Props, keyof RegisteredField<Reason>> & RegisteredField<Reason>
  : never;
