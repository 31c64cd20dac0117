import { z } from "zod";

const answer = z.object({ access_token: z.string() });

/**
 * An access token of somebody of the embedded world, as sign-in would give it.
 * @param login of `people.ts`, or the id of the program
 */
export async function tokenOf(issuer: string, login: string, minutes?: number): Promise<string> {
  const response = await fetch(`${issuer}/__sandbox/token`, {
    method: "POST",
    body: JSON.stringify({ login, ...(minutes !== undefined && { minutes }) }),
  });
  if (!response.ok) throw new Error(`the issuer gives no token for ${login}: ${await response.text()}`);
  return answer.parse(await response.json()).access_token;
}
