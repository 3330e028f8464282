import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import type { EmailProblem } from '#functions/shared/reachability.ts';
import { accountKey } from '#functions/shared/table.ts';

/** The write that marks the address of an account; fails when it has another one, or is marked already. */
export function markAddress(tableName: string, accountId: string, problem: EmailProblem): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET emailProblem = :problem',
      ConditionExpression:
        'email = :email AND (attribute_not_exists(emailProblem) OR emailProblem = :none OR emailProblem.email <> :email)',
      ExpressionAttributeValues: { ':problem': problem, ':email': problem.email, ':none': null },
    },
  };
}

/** The write that takes a mark off again; fails when it is off, or about another address. */
export function unmarkAddress(tableName: string, accountId: string, email: string): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET emailProblem = :none',
      ConditionExpression: 'email = :email AND emailProblem.email = :email',
      ExpressionAttributeValues: { ':none': null, ':email': email },
    },
  };
}
