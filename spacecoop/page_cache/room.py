"""Room on the interpreter's stack for what is called.

CPython 3.11 to 3.13 keeps the frames of Python functions in chunks, and gives a chunk back as soon as
it is empty. A loop that calls across the edge of a chunk takes and gives back memory at each call
(gh-142183), which can cost milliseconds a request; where the edge lies is luck. A frame larger than a
chunk has the next one made large enough for all that is called from it.
"""

WORDS = 17_000  # of eight bytes: a little over 128 KB, so that 256 KB are taken


def with_room(called):
    """The same callable of two arguments, called from a frame that leaves it over 100 KB in one chunk."""

    def call(first, second):
        return called(first, second)

    call.__code__ = call.__code__.replace(co_stacksize=WORDS)
    return call
