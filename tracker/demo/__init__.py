"""Two made-up people: their stories as plain values, and the rows made from them."""
