// The face of the room (to follow).
