declare global {
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
