'use client';

import { Component } from 'react';
import type { ReactNode } from 'react';

export interface ConsentBoundaryProps {
  /** Renders the children again when this changes. */
  resetBy: unknown;
  fallback: ReactNode;
  children: ReactNode;
}

interface ConsentBoundaryState {
  readonly failedWith: unknown;
  readonly hasFailed: boolean;
}

/** Error boundary of one box, so that the others stay. React reports the error; boundaries must be classes. */
export class ConsentBoundary extends Component<ConsentBoundaryProps, ConsentBoundaryState> {
  override state: ConsentBoundaryState = { hasFailed: false, failedWith: undefined };

  static getDerivedStateFromError(): Partial<ConsentBoundaryState> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps(
    { resetBy }: ConsentBoundaryProps,
    { failedWith }: ConsentBoundaryState,
  ): ConsentBoundaryState | null {
    return resetBy === failedWith ? null : { hasFailed: false, failedWith: resetBy };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
