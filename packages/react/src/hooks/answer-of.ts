export { answerOf } from '../order/boxes.ts';
