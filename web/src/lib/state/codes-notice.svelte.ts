/** That somebody signed in with a recovery code: told in the settings until it is dismissed or new codes are made. */
class CodesNotice {
  /** How many codes are left; null where there is nothing to tell. */
  left = $state<number | null>(null);
}

export const codesNotice = new CodesNotice();
