'use strict';

// Answers every request at once as a bulk job that was accepted, in a process of its own: what is measured is the node.
const { createServer } = require('node:http');

const server = createServer((request, response) => {
	request.resume().on('end', () => {
		response
			.writeHead(202, { 'content-type': 'application/json', 'x-ratelimit-limit': '100000' })
			.end('{"batchJobId":"job"}');
	});
}).listen(0, '127.0.0.1', () => {
	const address = server.address();
	process.send?.(typeof address === 'object' && address ? address.port : 0);
});
process.on('disconnect', () => process.exit());
