import { latitude, longitude } from '../../../nodes/values/coordinate';
import { problemOf } from './problem';

/**
 * Coordinates as sheets and programs write them. Found in umap-project/umap 159 and 1556 and mapbox/csv2geojson 26 (decimal commas),
 * opengeos/GeoLibre 560 ("100,500" is 100.5), vergauwenthomas/MetObs_toolkit 474 (several dots), accius/openhamclock 729 and
 * MushroomObserver/mushroom-observer 5014 (0 is a place), cachly/issues-tracker 5003 (degrees and minutes).
 */
describe('a coordinate', () => {
	test.each<[unknown, string]>([
		['40.730610', '40.73061'],
		[40.73061, '40.73061'],
		['40,730610', '40.73061'],
		['40.730', '40.73'],
		['40,730', '40.73'],
		['4.567', '4.567'],
		['4,567', '4.567'],
		['44,567', '44.567'],
		['-0,5', '-0.5'],
		['0,123', '0.123'],
		['.5', '0.5'],
		['\u200e52.52', '52.52'],
		["'-33.865", '-33.865'],
		['\u221233.865', '-33.865'],
		['٤٠٫٧٣', '40.73'],
		[0, '0'],
		['0', '0'],
		['0.0', '0'],
		[-0, '0'],
		[1e-7, '0.0000001'],
		[-1e-14, '0'],
		[90, '90'],
		['-90.000', '-90'],
	])('%j as a latitude is %s', (written, sent) => {
		expect(latitude(written)).toBe(sent);
	});

	test.each<[unknown, string]>([
		['-73.935242', '-73.935242'],
		['-73,935242', '-73.935242'],
		['100,500', '100.5'],
		['139.692', '139.692'],
		[180, '180'],
		[-180, '-180'],
		['0', '0'],
	])('%j as a longitude is %s', (written, sent) => {
		expect(longitude(written)).toBe(sent);
	});

	test.each([undefined, null, '', ' '])('%j is absent', (written) => {
		expect(latitude(written)).toBeUndefined();
		expect(longitude(written)).toBeUndefined();
	});

	test.each<[unknown, string]>([
		['90.0001', 'is not a latitude from -90 to 90'],
		[-91, 'is not a latitude from -90 to 90'],
		[139.692, 'is not a latitude from -90 to 90'],
		// Digits without their point, as a sheet of another language has made them, and millionths of degrees.
		['5.095.584', 'is not a latitude from -90 to 90'],
		[407306100, 'is not a latitude from -90 to 90'],
		['40.73, -73.93', 'is not a latitude from -90 to 90'],
		['40° 43\' 50" N', 'is not a latitude from -90 to 90'],
		['N51 58,123', 'is not a latitude from -90 to 90'],
		['4.07E+01', 'was shortened by a spreadsheet, so its last digits are lost'],
		[true, 'is not a latitude from -90 to 90'],
		[[40], 'is not a latitude from -90 to 90'],
		['Brooklyn', 'is not a latitude from -90 to 90'],
	])('%j is no latitude', (written, reason) => {
		expect(problemOf(() => latitude(written))).toMatchObject({ reason, value: written });
	});

	test.each([180.5, '-181', '1.000.000'])('%j is no longitude', (written) => {
		expect(problemOf(() => longitude(written))).toMatchObject({
			reasonCode: 'notACoordinate',
			reason: 'is not a longitude from -180 to 180',
			wayOut: 'Write it in decimal degrees, such as -73.935242',
		});
	});
});
