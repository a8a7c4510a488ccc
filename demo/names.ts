/** Made up, and mixed at random: nobody is meant. */
export const firstNames = split(`
	Aaliyah | Amélie | Ana María | Andre | Anja | Ben | Beth | Björn | Carlos | Chloë | Dana | Deshawn
	| Emily | Eun-ji | Fatima | François | Grace | Hannah | Henry | Imani | Ingrid | Jack | Jürgen
	| José | Kayla | Keiko | Lars | Leticia | Liam | Łukasz | Maeve | Malik | Mary-Jo | Mia | Mohammed
	| Naomi | Noah | Olivia | Oscar | Priya | Quinn | Rachel | Renée | Robert "Bob" | Rosa | Saoirse
	| Sofía | Søren | Tamika | Thomas | Ulrike | Victor | Wei | William | Xiomara | Yusuf | Zoë | zoe
	| ANNA | Margaret "Peg"
`);

export const lastNames = split(`
	Anderson | Baker | Bianchi | Bouchard | Brown | Castillo | Chen | Clark | Cooper | Davis
	| de la Cruz | Dubois | Evans | Fischer | Foster | García | Green | Gupta | Hall | Hernández
	| Hughes | Ito | Jackson | Jensen | Johnson | Jones, Jr. | Kim | Kowalski | Krüger | Lee | Lewis
	| Lindström | López | Martin | Miller | Moore | Müller | Nguyen | Nuñez | O’Neil | O'Brien | Okafor
	| Patel | Pérez | Reed | Rivera | Robinson | Schäfer | Scott | Singh | Smith | Smith, MD | Taylor
	| Tremblay | van der Berg | Walker | Weiß | Williams | Wilson | Young
`);

export const stores = [
	'Seattle',
	'Seattle',
	'Portland',
	'Portland',
	'Denver',
	'Austin, TX',
	'Chicago (Loop)',
	'Boston',
	'Online',
	'Online',
	'Online',
	'Toronto',
	'Zürich "Pop-up"',
	'',
];

export const notes = [
	'Prefers "the blue ones"',
	'Birthday in May, send a card',
	'Moved from Portland to Denver, 2024',
	'Two cards; merged',
	'Called 3/2.\nWants texts about orders only.',
	'=CHECK ADDRESS',
	'VIP!!',
	'50% off coupon used',
	'née Schmidt',
];

function split(names: string): string[] {
	return names.split('|').map((name) => name.trim());
}
