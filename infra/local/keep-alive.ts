/**
 * How long the local servers keep an idle connection, in milliseconds; CloudFront does as long. Longer than any client
 * waits, also one that was busy with something else: a connection that ends here first loses the request sent just then.
 */
export const keepAliveTimeout = 10 * 60_000;
