// The script of a payment provider, a stand-in. In a shop it comes from the provider.

/** Message from the page to the frame. */
export type PageMessage = 'suspend' | 'resume';

/** Message from the frame, which then listens, to the page. */
export interface FrameMessage {
  readonly height: number;
}

/** The frame on the page. */
export interface PaymentFrame {
  /** Locks the frame while the page changes the order. */
  readonly suspend: () => void;
  /** Unlocks the frame, which reads the order again. */
  readonly resume: () => void;
}

/** Connects the frame; `onReady` is called when it listens. Returns the function that disconnects it. */
export function connectPayment(
  iframe: HTMLIFrameElement,
  onReady: (frame: PaymentFrame) => void,
): () => void {
  const post = (message: PageMessage) => iframe.contentWindow?.postMessage(message, location.origin);
  const frame = { suspend: () => post('suspend'), resume: () => post('resume') };
  const listen = ({ source, origin, data }: MessageEvent<FrameMessage>) => {
    if (source !== iframe.contentWindow || origin !== location.origin) return;
    iframe.height = String(data.height);
    onReady(frame);
  };
  addEventListener('message', listen);
  return () => removeEventListener('message', listen);
}
