/**
 * Jobs as files in a directory that several processes on one machine share: a sample of a driver.
 *
 * <p>A job is one file. Its content is the job and never changes; its name is where the job stands,
 * and the job moves by one atomic rename, which is the moment at which the step is done. A process
 * that is killed at any moment therefore leaves each job either before its step or after it, and
 * there is nothing to repair.
 *
 * <pre>
 * lock                       who changes something holds the lock on this file
 * changes                    files that were changed lately, for other processes to look at
 * term                       the newest term in which a leader has swept or pruned
 * nodes                      names of nodes, one a line; a job's file names its node by the number
 * queues/mail/jobs/ready-7fff-...        a job that waits
 * queues/mail/jobs/reserved-7fff-...     a job that somebody holds
 * queues/mail/done.0/completed-7fff-...  a job that is gone, until it is counted in
 * queues/mail/base           what was counted in
 * queues/mail/flags          pause and bound
 * history/0191b3c4-...       attempts of a job that did not complete it
 * corrupt/                   files that are no jobs, set aside
 * tmp                        what is being written and not yet there
 * </pre>
 *
 * <p>Calls go from {@link com.example.directory.DirectoryJobStore}, one step under the lock each,
 * to {@link com.example.directory.Disk}, which alone touches files. {@link
 * com.example.directory.Index} is what the names of all files say, kept in memory; {@link
 * com.example.directory.Changes} tells it what other processes have done. {@link
 * com.example.directory.Arrows} says where a job goes.
 */
package com.example.directory;
