declare global {
  interface Window {
    /** Trusted types, where the browser has them, as far as the site uses them. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (input: string) => string },
      ): { createScriptURL(input: string): string };
    };
  }

  namespace App {
    /** What one page tells the next without writing it into the address. */
    interface PageState {
      email?: string;
      /** `/confirm`: a code was just sent. */
      sent?: true;
      /** `/sign-in`: what was just achieved. */
      notice?: 'confirmed' | 'reset';
    }
  }
}

export {};
