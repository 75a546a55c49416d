// CONTRACT: filled by the room.
