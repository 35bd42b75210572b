// Preloaded into the built program: any connection or name look-up ends it with exit code 99.
import dns from 'node:dns';
import net from 'node:net';

const caught = () => {
  console.error('The network was used.');
  process.exit(99);
};
net.Socket.prototype.connect = caught;
dns.lookup = caught;
dns.promises.lookup = caught;
