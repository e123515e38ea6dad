package io.kse.chaos;

import io.kse.testbed.FakeTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code script/chaos} runs: faults by the hundred, against real servers. */
@Command(
        name = "chaos",
        description =
                "Makes faults in the middle of a stream of changes, and looks whether anything is"
                        + " lost, deleted wrongly or goes back.")
final class Chaos implements Callable<Integer> {
    private static final Path FOLDER = Path.of("target", "chaos");

    /** A long fault has one trial where the others have so many. */
    private static final int LONG = 10;

    @Parameters(arity = "0..*", paramLabel = "FAULT")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--trials", paramLabel = "N")
    private int trials = 1;

    @Option(names = "--seed", paramLabel = "S")
    private long seed = 1;

    @Option(names = "--lanes", paramLabel = "L")
    private int lanes = 1;

    @Option(names = "--short")
    private boolean shortened;

    @Option(names = "--go-on")
    private boolean goOn;

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (trials < 1 || lanes < 1) {
            throw misused("--trials and --lanes are at least 1: %d, %d".formatted(trials, lanes));
        }
        List<ChaosFault> chosen = chosen();
        Results results = new Results(FOLDER.resolve("trials.jsonl"), goOn);
        boolean good = run(jobs(chosen, results), results);
        System.out.println();
        System.out.print(ResultTable.of(results));
        return good && results.areGood() ? 0 : 1;
    }

    private List<ChaosFault> chosen() {
        if (faults.isEmpty()) {
            return Stream.of(ChaosFault.values()).filter(Chaos::isPossible).toList();
        }
        return faults.stream()
                .map(id -> ChaosFault.of(id).orElseThrow(() -> misused(unknown(id))))
                .toList();
    }

    private static boolean isPossible(ChaosFault fault) {
        boolean possible = fault.landscape() != Landscape.Kind.OWN_CLOCK || FakeTime.exists();
        if (!possible) {
            System.out.println("chaos: no libfaketime here: left out: " + fault.id());
        }
        return possible;
    }

    private static String unknown(String id) {
        return "no fault is called '%s'; there are: %s"
                .formatted(
                        id,
                        Arrays.stream(ChaosFault.values())
                                .map(ChaosFault::id)
                                .collect(Collectors.joining(" ")));
    }

    private CommandLine.ParameterException misused(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }

    /** Each fault once, then each of them again; last those that need another landscape. */
    private Queue<Job> jobs(List<ChaosFault> chosen, Results results) {
        return IntStream.rangeClosed(1, trials)
                .boxed()
                .flatMap(number -> chosen.stream().map(fault -> job(fault, number)))
                .filter(job -> job.number() <= trials(job.fault()) && !results.has(job))
                .sorted(Comparator.comparing(job -> job.fault().landscape()))
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    }

    private Job job(ChaosFault fault, int number) {
        return new Job(fault, number, seed, shortened);
    }

    private int trials(ChaosFault fault) {
        return fault.isLong() ? Math.max(1, trials / LONG) : trials;
    }

    private boolean run(Queue<Job> jobs, Results results)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        try {
            List<Callable<Boolean>> all =
                    IntStream.range(0, lanes)
                            .<Callable<Boolean>>mapToObj(i -> new Lane(jobs, results, FOLDER))
                            .toList();
            boolean good = true;
            for (Future<Boolean> lane : threads.invokeAll(all)) {
                good &= lane.get();
            }
            return good;
        } finally {
            threads.shutdownNow();
        }
    }
}
