/** The sum of numbers; nothing adds up to 0. */
export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
