// Stopping a cell interrupts the queries of the whole process, as it should in a kernel, which is a process of its own. Side by side, one test
// would stop the queries of another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
