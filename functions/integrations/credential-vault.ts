import {
  DecryptCommand,
  EncryptCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  type KMSClient,
} from '@aws-sdk/client-kms';

/** What credentials belong to: KMS binds it to the ciphertext, and its audit log shows it. */
export interface Belonging {
  readonly companyId: string;
  readonly provider: string;
}

/** Keeps credentials so that only KMS opens them, and only as what they belong to. */
export interface CredentialVault {
  /** Encrypts at most 4096 bytes; gives base64. */
  seal(plain: string, belonging: Belonging): Promise<string>;
  /** Decrypts; null for what was sealed for something else, under another key, or altered. */
  open(sealed: string, belonging: Belonging): Promise<string | null>;
}

/**
 * The vault over one key of KMS. It encrypts directly, without a data key of our own: credentials fit into
 * KMS's 4096 bytes, no key ever lies in our memory, and each use is a line in CloudTrail
 * (docs/decisions/014).
 */
export function kmsVault(client: KMSClient, keyId: string): CredentialVault {
  const contextOf = ({ companyId, provider }: Belonging) => ({ companyId, provider });
  return {
    async seal(plain, belonging) {
      const { CiphertextBlob } = await client.send(
        new EncryptCommand({
          KeyId: keyId,
          Plaintext: Buffer.from(plain, 'utf8'),
          EncryptionContext: contextOf(belonging),
        }),
      );
      if (CiphertextBlob === undefined) throw new Error('KMS gave no ciphertext');
      return Buffer.from(CiphertextBlob).toString('base64');
    },

    async open(sealed, belonging) {
      try {
        const { Plaintext } = await client.send(
          new DecryptCommand({
            KeyId: keyId,
            CiphertextBlob: Buffer.from(sealed, 'base64'),
            EncryptionContext: contextOf(belonging),
          }),
        );
        if (Plaintext === undefined) throw new Error('KMS gave no plaintext');
        return Buffer.from(Plaintext).toString('utf8');
      } catch (error) {
        const foreign = error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;
        if (foreign) return null;
        throw error;
      }
    },
  };
}
