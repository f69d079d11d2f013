# What assistive technology over the accessibility bus says besides the words of the screen.
heading-level = уровень { $level }
