/** As much of oidc-provider's interface as the issuer uses; the package has no types of its own. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { JWK } from "jose";

  export interface Token {
    readonly accountId?: string;
    readonly clientId: string;
  }

  export interface Context {
    readonly oidc: {
      readonly client: { readonly clientId: string };
      readonly session: { readonly accountId: string };
      readonly entities: { readonly AuthorizationCode?: { readonly authTime?: number } };
      readonly provider: Provider;
      readonly params?: { readonly scope?: string };
    };
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown> & { jwks: { keys: JWK[] } });
    readonly Grant: new (of: { accountId: string; clientId: string }) => Grant;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ readonly uid: string }>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string; readonly acr?: string } },
    ): Promise<void>;
    on(event: "server_error", listener: (context: unknown, error: Error) => void): void;
  }

  export const interactionPolicy: {
    base(): { remove(prompt: string): void };
  };
}
