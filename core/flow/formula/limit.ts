/** The longest text of a formula, in UTF-16 units. It stands alone, so that a schema can name it without the language. */
export const FORMULA_MAX = 1000
