import { notDeclared } from "../errors";

/**
 * The declared system or environment with that id.
 *
 * @param option how the person gave the id, for example `--environment`
 * @throws UserError that names what is declared
 */
export function declared<T extends { readonly id: string }>(
  option: string,
  all: readonly T[],
  id: string,
): T {
  const found = all.find((one) => one.id === id);
  if (found) return found;
  throw notDeclared(
    option,
    id,
    all.map((one) => one.id),
  );
}
