import type { ConsentCheckboxProps } from '@norce-kit/react';
import type { Meta } from '@storybook/react-vite';

/** Controls of the props of `ConsentCheckbox`. */
export const checkboxArgTypes = {
  label: { control: 'text' },
  description: { control: 'text' },
  children: { control: false },
  required: { control: 'boolean' },
  readOnly: { control: 'boolean' },
  links: { control: 'object' },
  kind: { control: 'inline-radio', options: ['consent', 'agreement', 'objection'] },
  style: { control: false },
  classNames: { control: false },
  render: { control: false },
} satisfies Meta<ConsentCheckboxProps>['argTypes'];
