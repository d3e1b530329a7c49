using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace ResearchLab.Models;

/// <summary>
/// Independent fits side by side, each on one native thread: on some thousand rows the barriers between native threads cost more than they
/// win, and on a busy machine their spinning costs a hundredfold.
/// </summary>
internal static class ParallelJobs
{
    /// <summary>Runs every job, the first ones first: put the longest there.</summary>
    /// <param name="jobs">Jobs; they share nothing they write to.</param>
    /// <param name="threads">Jobs at a time.</param>
    /// <param name="run">Does one.</param>
    /// <param name="done">Called after each with the number done by then, one at a time but from any thread.</param>
    /// <param name="cancellationToken">No further job begins.</param>
    /// <remarks>When a job fails, its own exception is thrown and no further one begins.</remarks>
    public static void Run<T>(IReadOnlyCollection<T> jobs, int threads, Action<T> run, Action<T, int> done, CancellationToken cancellationToken)
    {
        int finished = 0;
        var reporting = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), options, job =>
            {
                run(job);
                lock (reporting)
                    done(job, ++finished);
            });
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }
}
