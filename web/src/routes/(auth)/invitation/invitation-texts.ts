/** The words of the page that a mailed invitation leads to. */
export const invitationTexts = {
  title: 'You are invited',
  titleTo: (company: string): string => `Join ${company}`,
  description: 'Somebody invited you to their company. Accept to see who, and to join them.',
  descriptionAs: (email: string): string => `The invitation is for ${email}.`,
  accept: 'Accept the invitation',
  accepting: 'Accepting…',
  incomplete: 'This link is incomplete. Open it from the mail again, or ask for a new invitation.',
  signIn: 'Sign in to accept',
  signInText: (email: string): string =>
    `There is an account with the address ${email}. Sign in with it, and you are back here.`,
  anotherText: (email: string): string =>
    `You are signed in with another address. Sign out, then sign in as ${email} to accept.`,
  signOut: 'Sign out and go on',
  signingOut: 'Signing out…',
  newText: (email: string): string => `Choose a name and a password for your new account with ${email}.`,
  name: 'Full name',
  namePlaceholder: 'Your full name',
  password: 'Password',
  join: 'Create account and join',
  joining: 'Joining…',
  joined: (company: string): string => `Welcome to ${company}`,
};

/** What this page says in other words than the rest of the site. */
export const sentences = {
  'invalid-code': 'This invitation was withdrawn or sent anew. Use the newest mail, or ask for another one.',
  'code-expired': 'This invitation has expired. Ask whoever invited you to send it again.',
};
