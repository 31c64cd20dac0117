/** A text as an SQL literal, for engines that take parameters as SQL expressions (Athena, Trino's EXECUTE). */
export function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
