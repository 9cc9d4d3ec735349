// Replaced where a server uses undiciTransport().
export const transport = undefined;
