package io.kse.chaos;

import java.util.random.RandomGenerator;

/** How a fault is made, and how it is ended. */
interface Injection {
    /** Returns when it has begun. */
    End begin(Landscape landscape, RandomGenerator random) throws Exception;

    /** Returns when everything is as it should be, but for the program under test. */
    interface End {
        void end() throws Exception;
    }
}
