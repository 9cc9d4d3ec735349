// An entry point of its own: esbuild loads all of an entry point with the page, if one export of it is used there.
export { isOrderApiError, isUnsavedAnswersError, OrderApiError, UnsavedAnswersError } from './errors.ts';
export type {
  OrderApiErrorInit,
  OrderApiErrorKind,
  Outcome,
  Problem,
  UnsavedAnswer,
  UnsavedAttribute,
} from './errors.ts';
