import { Random } from '../../config/deployment/random.ts';
import { flood } from './flood.fixture.ts';

/**
 * `npm run bench -- flood [KILLS] [SEED]`: five thousand orders reach three levels each at once, while analytics is
 * killed (SIGKILL) at random moments: what the log has of them, and what a person is told.
 */
const kills = Number(process.argv[2] ?? 8);
const random = new Random(Number(process.argv[3] ?? 1));
const pauses = Array.from({ length: kills }, () => random.between(50, 2_500));

const { reached, logged, levels, decided, decisions, unfounded, told, readable, seconds } =
  await flood(pauses);
const lost = reached - levels + (reached - decided);
const doubled = logged - levels + (decisions - decided);
console.log(
  `flood: ${reached} raw alerts in ${seconds.toFixed(0)} s, ${kills} kills: ${lost} lost, ${doubled} doubled, ${unfounded} decisions without ground; ` +
    `${told} told (ratio to what one person can read, ${readable}: ${(told / readable).toFixed(2)})`,
);
if (lost + doubled + unfounded > 0 || told > readable) process.exitCode = 1;
