/** What a name or an address is replaced by in what others keep. */
export const nobody = 'Deleted user';
