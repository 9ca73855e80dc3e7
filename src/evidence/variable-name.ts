/** A word of a name: letters, with a number behind them perhaps. A key or a password mixes the two, or is longer than any word. */
const WORD = /^(?:[A-Z]{1,20}\d{0,3}|\d{1,4})$/;
/** Characters of the longest name that is told. */
const LONGEST_NAME = 60;

/**
 * Whether the name of a variable may be repeated where it leads to nothing: it is written as variables are (capitals, digits and `_`: POSIX, Base
 * Definitions, section 8.1), in words. Where a name has to stand somebody may have put the secret itself, and no variable is called by that.
 */
export function isPlainName(variable: string): boolean {
  const words = variable.split('_').filter((word) => word !== '');
  return variable.length <= LONGEST_NAME && words.length > 0 && words.every((word) => WORD.test(word));
}
