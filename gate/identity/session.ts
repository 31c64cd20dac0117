import { z } from "zod";
import type { Principal } from "../principal";
import { Refusal } from "../refusal";
import { rolesOf } from "./principal-of";
import { MAX_COOKIE_CHARACTERS, type SealedCookies } from "./sealed-cookie";
import type { IdentitySettings } from "./settings";

const COOKIE = "evidence-session";

/** What is kept of a principal. Roles are not: they come from the groups anew, by the environment's file of today. */
const kept = z.object({
  who: z.object({
    issuer: z.string(),
    subject: z.string(),
    name: z.string(),
    kind: z.enum(["person", "service"]),
    tokenId: z.string().optional(),
    authenticatedAt: z.string().optional(),
    acr: z.string().optional(),
  }),
  groups: z.array(z.string()),
});

/** Sign-ins of browsers, in a cookie that the gate alone can read: its tasks share a key and no memory. */
export interface Sessions {
  /** @returns a value of `Set-Cookie` */
  begin(principal: Principal): Promise<string>;
  /** Who a browser was signed in as, if it is. @throws Refusal for somebody whose groups have no role any more */
  principalIn(cookies: string | undefined): Promise<Principal | undefined>;
  /** @returns a value of `Set-Cookie` */
  end(): string;
}

export function sessions(
  settings: Pick<IdentitySettings, "issuer" | "roles" | "claims" | "signIn">,
  cookies: SealedCookies,
): Sessions {
  return {
    async begin({ roles: _, via: __, groups, ...who }) {
      const content = { who, groups: [...groups] };
      const cookie = await cookies.seal(COOKIE, content, settings.signIn.sessionSeconds);
      if (cookie.length > MAX_COOKIE_CHARACTERS)
        throw new Refusal(
          "PERMISSION_DENIED",
          `the token names ${groups.size} groups, more than a browser's cookie holds: let the identity provider send only those that concern the gate (docs/gate-identity.md)`,
        );
      return cookie;
    },
    async principalIn(header) {
      const { data } = kept.safeParse(await cookies.open(COOKIE, header));
      if (data?.who.issuer !== settings.issuer) return undefined;
      const bearer = { ...withoutUndefined(data.who), groups: new Set(data.groups) };
      return { ...bearer, roles: rolesOf(bearer, settings), via: "session" };
    },
    end: () => cookies.clear(COOKIE),
  };
}

type Who = z.infer<typeof kept>["who"];
type Told<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** As the type of a principal wants it: what is not known is not there. */
const withoutUndefined = (who: Who): Told<Who> =>
  Object.fromEntries(Object.entries(who).filter(([, value]) => value !== undefined)) as Told<Who>;
