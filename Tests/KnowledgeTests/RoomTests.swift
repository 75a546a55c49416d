import Testing

@Test func theRoomIsThere() { #expect(Bool(true)) }
