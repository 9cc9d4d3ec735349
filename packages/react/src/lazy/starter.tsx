'use client';

import type { Consent } from '@norce-kit/core';
import { forwardRef, useContext, useId, useState, useSyncExternalStore } from 'react';
import type { ForwardRefExoticComponent, ReactElement, ReactNode, RefAttributes } from 'react';
import type { ConsentPart } from '../components/parts/box-view.ts';
// In this order the bundles are smallest.
import { pageSource } from './page-state.ts';
import { wordsOf } from './words.ts';
import { keepIntent } from './intents.ts';
import { loadEngine } from './load-engine.ts';
import { Slot } from '../slot.ts';
import { checkLazyContext } from '../dev/lazy-context.ts';
import { OrderContext } from '../order-context.ts';
import { withClass } from '../components/parts/with-class.ts';
import type { OrderContextValue } from '../provider.tsx';
import type { BoxProps, BoxState, BoxView } from './box-state.ts';
import type { StarterContext } from './page-state.ts';
import type { LazyOrderProviderProps } from './props.ts';

/**
 * Renders a box as `ConsentCheckbox` does, without hooks: the engine continues with its own. A `false` has the place of a part
 * that only the engine renders, because React keeps elements by their places.
 */
// oxlint-disable-next-line max-lines-per-function -- a function of its own for a part is bytes of the first load
export const renderBox = ({ context, own, id: start, ref, props }: BoxView): ReactNode => {
  const {
    kind,
    style,
    classNames,
    consentId,
    label,
    lang,
    wordingVersion: _,
    description,
    onCheckedChange,
    className,
    ...input
  } = props;
  const { initialOrder, orderId, failures } = context;
  // False before the order was read, undefined where it is not on the order.
  const consent = initialOrder?.id === orderId && initialOrder.consents?.find(({ id }) => id === consentId);
  if (consent === undefined) return null;
  const name = JSON.stringify([orderId, consentId]);
  const intent = context.intents?.get(name);
  const checked = !!(intent ?? (consent as Consent)).checked;
  const ownId = start + encodeURIComponent(orderId + '-' + consentId);
  const classOf = (part: ConsentPart) => withClass('nk-consent-' + part, classNames?.[part]);
  const message = failures ? (intent ? 'waiting' : 'unreadable') : intent?.saving && 'saving';
  return (
    <div
      className={withClass('nk-consent', className)}
      style={style}
      lang={context.locale?.tag}
      data-kind={kind}
      data-state={checked ? 'checked' : 'unchecked'}
      data-save-state={(intent && message) || 'idle'}
      data-unreadable={failures && ''}
      // Takes effect with a commit: React may render another order or consent, and discard that.
      ref={(element) => {
        own.checked = checked;
        // The element of the engine has no such ref, which ends the answers of the starter.
        own.answer =
          element &&
          ((box) => {
            // The press may have begun on another consent.
            if ((own.pressed ||= name) === name)
              // A form that is reset shows the default.
              keepIntent(name, context, props, (box.defaultChecked = own.checked = !own.checked));
            own.pressed = '';
          });
        if (!element || element.onchange) return;
        // React fires no `onChange` if the box renders during a click. Properties, because React may call this twice.
        element.onchange = (event) => {
          if (event.isTrusted) own.answer?.(event.target as HTMLInputElement);
        };
        // Missing in Safari before version 27.
        ((self as Partial<Window>).requestIdleCallback ?? setTimeout)(loadEngine);
        const box = element.querySelector<HTMLInputElement>('.nk-consent-box');
        // A `render` of the shop may leave it out.
        if (!box) return;
        // Enter on a checkbox must not submit its form.
        box.onkeydown = (event) => event.key !== 'Enter';
        // Without any click or key so far, a script changed it.
        if ((navigator as Partial<Navigator>).userActivation?.hasBeenActive === false) box.checked = checked;
        // Changed in the server's HTML: React keeps it and fires no event.
        if (box.checked !== checked) own.answer?.(box);
      }}
      onFocus={loadEngine}
      onPointerEnter={loadEngine}
      onPointerDown={() => (own.pressed = name)}
    >
      <div className={classOf('row')}>
        <input
          {...input}
          id={ownId}
          className={classOf('box')}
          type="checkbox"
          checked={checked}
          autoComplete="off"
          aria-describedby={[
            input['aria-describedby'],
            description && ownId + 'description',
            ownId + 'status',
          ]
            .join(' ')
            .trim()}
          ref={ref}
          onChange={(event) => onCheckedChange?.(event.target.checked, event)}
        />
        <label className={classOf('label')} id={ownId + 'label'} htmlFor={ownId}>
          <span key={label} lang={lang}>
            {label}
          </span>
        </label>
      </div>
      {description && (
        <div className={classOf('description')} id={ownId + 'description'} lang={lang}>
          {description}
        </div>
      )}
      {false}
      <Slot
        use={(status) => status}
        view={renderStatus(ownId + 'status', classOf, message, message && wordsOf(context, message)[0])}
      />
    </div>
  );
};

/** Renders the live region of a box, which exists before its text changes. */
export const renderStatus = (
  id: string,
  classOf: (part: ConsentPart) => string,
  message?: string | false,
  text?: string | false,
): ReactElement => (
  <div className={classOf('status')}>
    {false}
    <span role="status">
      {false}
      {false}
      <span id={id}>
        {message && (
          <span key={message} className={classOf('status-text')}>
            {text}
          </span>
        )}
      </span>
    </span>
  </div>
);

/** Connects the boxes below it to one order. The same props as those of `OrderProvider` of `@norce-kit/react`. */
export const OrderProvider = (props: LazyOrderProviderProps): ReactElement => {
  const view = { ...props, ...useSyncExternalStore(...pageSource) } as StarterContext;
  return <Slot use={view.provide ?? renderProvider} view={view} />;
};

const renderProvider = (context: StarterContext): ReactElement => (
  // The context of the other entry, so that its hooks find this provider once the engine is there.
  <OrderContext.Provider value={context as object as OrderContextValue}>
    {false}
    {context.children}
  </OrderContext.Provider>
);

/** Creates the component of a kind of box; `prepare` returns its props, `draw` renders it until the engine is there. */
export const createBox = <Props,>(
  prepare: (props: Props, context: StarterContext) => BoxProps,
  draw: (view: BoxView) => ReactNode = renderBox,
): ForwardRefExoticComponent<Props & RefAttributes<HTMLInputElement>> =>
  forwardRef<HTMLInputElement, Props>((props, ref) => {
    const context = useContext(OrderContext) as object as StarterContext;
    if (process.env.NODE_ENV !== 'production') checkLazyContext('A box', context);
    const view: BoxView = {
      context,
      own: useState<BoxState>({})[0],
      id: useId(),
      props: prepare(props as Props, context),
      ref,
    };
    view.shown = useSyncExternalStore(...(context.watch?.(view) ?? pageSource));
    return <Slot use={context.box ?? draw} view={view} />;
  }) as ForwardRefExoticComponent<Props & RefAttributes<HTMLInputElement>>;
