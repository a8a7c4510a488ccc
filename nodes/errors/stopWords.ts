import type { StopReason } from '../engine/requests';
import { messageOf } from '../values/messageOf';
import type { Permission } from './permission';
import { failureReason, LOOK_IT_UP, type Reason } from './reasons';

const STOP_CODES = new Set(['cancelled', 'noSuccess', 'tooManyFailures', 'stopped']);

/** Whether an item failed only because the run stopped before it. */
export function isBecauseOfStop(reasonCode: string): boolean {
	return STOP_CODES.has(reasonCode);
}

/** Why items were not tried, from why the run stopped. */
export function stopWords(stop: StopReason | undefined, permission: Permission | undefined): Reason {
	const notTried = (reasonCode: string, reason: string, wayOut = 'Run the item again'): Reason => ({
		status: 'notTried',
		reasonCode,
		reason: `Not sent: ${reason}`,
		wayOut,
	});
	switch (stop?.kind) {
		case 'denied': {
			const { reason, reasonCode, wayOut } = failureReason(
				{ kind: 'refused', denied: true },
				stop.outcome,
				permission,
			);
			return notTried(reasonCode, reason, wayOut);
		}
		case 'cancelled':
			return notTried('cancelled', 'the execution was canceled');
		case 'noSuccess':
			return notTried(
				'noSuccess',
				stop.asked !== undefined && stop.patience !== undefined
					? `Attentive asked to wait ${Math.ceil(stop.asked / 1_000)} s, but a run ends after ${stop.patience / 1_000} s without a success`
					: 'no request succeeded for too long',
				'Run the item again when Attentive can be reached',
			);
		case 'tooManyFailures':
			return notTried(
				'tooManyFailures',
				'too many earlier items failed',
				'Fix those items, then run this one again',
			);
		case 'fault':
			return notTried('fault', `the node failed (${messageOf(stop.error)})`, REPORT);
		default:
			return notTried('stopped', 'an earlier item failed');
	}
}

/** Of an item that was under way when the node itself failed. */
export function faultWords(stop: StopReason | undefined): Reason {
	const why = stop?.kind === 'fault' ? ` (${messageOf(stop.error)})` : '';
	return {
		status: 'unknown',
		reasonCode: 'fault',
		reason: `Unknown whether Attentive processed it: the node failed${why}`,
		wayOut: LOOK_IT_UP,
	};
}

const REPORT = 'Run the item again. If it fails again, report it with this message';
