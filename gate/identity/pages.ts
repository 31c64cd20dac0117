import type { FastifyReply } from "fastify";
import { escapeHtml } from "../../evidence/html/escape";
import type { Principal } from "../principal";
import { SIGN_IN } from "./local-path";

/** The few pages of sign-in. They hold no script and load nothing. */

/** A page that says what happened and what to do next. */
export function tell(
  reply: FastifyReply,
  status: number,
  title: string,
  ...lines: readonly string[]
): FastifyReply {
  return page(
    reply,
    status,
    title,
    `${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}<p><a href="${SIGN_IN.begin}">Sign in</a></p>`,
  );
}

/** Who is signed in, and the way out. */
export function tellWho(reply: FastifyReply, { name, kind, roles, issuer }: Principal): FastifyReply {
  return page(
    reply,
    200,
    `Signed in as ${name}`,
    `<p>A ${kind} with roles ${escapeHtml([...roles].join(", "))}, as ${escapeHtml(issuer)} says.</p>` +
      `<form method="post" action="${SIGN_IN.end}"><button>Sign out</button></form><p><a href="/">MLflow</a></p>`,
  );
}

function page(reply: FastifyReply, status: number, title: string, body: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    })
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>\n`,
    );
}
