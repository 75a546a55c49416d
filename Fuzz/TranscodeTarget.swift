func fuzzTranscode(_ bytes: UnsafeBufferPointer<UInt8>) {}
