/** Something that a user should know about an item that is sent all the same. */
export interface Warning {
	/** Equal codes are counted together in the run's hint. */
	code: string;
	message: string;
}
