/** What the archive is, for whoever opens it years later. */
export function readMe(
  productName: string,
  { name, email }: { name: string; email: string },
  at: Date,
): string {
  return `Your data from ${productName}
${'='.repeat(15 + productName.length)}

This archive was made for ${name} (${email}) on ${at.toISOString().slice(0, 10)}. It holds what ${productName}
stores about you, as JSON (UTF-8): any text editor opens it, and programs read it.

  account.json            your profile and the settings of your account
  photo.*                 your profile photo, if you have one
  account/                what belongs to your account: sessions, passkeys, known browsers, notifications,
                          preferences and more, one file for each
  security-log.json       what happened in your account, for as long as it is kept (a year)
  companies.json          the companies that you belong to, and your role in each
  companies/<id>/         for each company that you own:
    company.json          its name and settings
    members.json          who belongs to it, by id
    records/<kind>.json   what ${productName} keeps for it: calls, transcripts, agents, billing and so on
    recordings/           the sound of its recordings

Passwords, codes, keys and everything else that could open your account are not in it: most of them we don't even
have. Members' names and addresses are theirs; the audit log of a company can be downloaded at its own page.

All times are UTC. Keep this archive safe: it says a lot about you.
`;
}
